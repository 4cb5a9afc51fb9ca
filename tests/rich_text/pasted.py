"""HTML as word processors put it on the clipboard, shortened."""

# ruff: noqa: E501  (lines stand as the word processors broke them)
from __future__ import annotations

_WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0in; font-family:"Calibri",sans-serif;} @list l0:level1 {mso-level-text:\uf0b7;} --></style>
</head><body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->"""
_WORD_END = "<!--EndFragment--></body></html>"


def _entry(text: str, marker: str, level: int, place: str = "Middle", extra: str = "") -> str:
    return f"""<p class=MsoListParagraphCxSp{place} {extra}style='text-indent:-.25in;mso-list:l0 level{level} lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>{marker}<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{text}<o:p></o:p></p>
"""


WORD = (
    _WORD_HEAD
    + """<h1><span style='mso-bookmark:x'>Background</span><o:p></o:p></h1>
<h2>Aims and scope</h2>
<p class=MsoNormal>The meeting in <st1:City w:st="on"><st1:place w:st="on">Amman</st1:place></st1:City> reviews
<b style='mso-bidi-font-weight:normal'>four <i>reports</i></b><a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a>
on <a href="https://example.org/enact?a=1&amp;b=2"><span style='color:blue;text-decoration:underline'>ENACT</span></a>,
<ins cite="mailto:Salma" datetime="2024-02-01T10:00">three</ins><del cite="mailto:Salma"
datetime="2024-02-01T10:00">two</del><span class=msoDel>two more</span> of them
final.<span style='mso-special-character:comment'>&nbsp;</span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
"""
    + _entry("Digital identity", "·", 1, "First")
    + _entry("Cards and keys", "o", 2)
    + _entry("Readers", "§", 3)
    + _entry("Open data", "·", 1, "Last")
    + "<p class=MsoNormal>Then:</p>"
    + _entry("Adopt the report", "1.", 1, "First")
    + _entry("its summary", "a.", 2)
    + _entry("its annexes", "b.", 2)
    + _entry("Agree on next steps", "2.", 1, "Last")
    + """<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none'>
 <tr style='mso-yfti-irow:0'><td width=200 valign=top style='width:2in'><p class=MsoNormal><b>Day<o:p></o:p></b></p></td>
  <td width=200 colspan=2><p class=MsoNormal><b>Sessions</b></p></td></tr>
 <tr><td rowspan=2><p class=MsoNormal>One</p></td><td><p class=MsoNormal>Opening</p></td><td><p class=MsoNormal>Remarks</p>
  <p class=MsoNormal>by the host</p></td></tr>
 <tr><td><p class=MsoNormal>Panel</p></td><td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr>
</table>
<div style='mso-element:footnote-list'><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>
See the annex.</p></div></div>
<p class=MsoNormal><span style='display:none;mso-hide:all'>hidden</span><img width=10 src="file:///C:/x.png"></p>"""
    + _WORD_END
)
WORD_CLEAN = (
    "<h3>Background</h3>\n"
    "<h4>Aims and scope</h4>\n"
    "<p>The meeting in Amman reviews <strong>four <em>reports</em></strong><sup>[1]</sup> on "
    '<a href="https://example.org/enact?a=1&amp;b=2" rel="noopener noreferrer">ENACT</a>, three of them final.</p>\n'
    "<ul><li>Digital identity<ul><li>Cards and keys<ul><li>Readers</li></ul></li></ul></li><li>Open data</li></ul>\n"
    "<p>Then:</p>\n"
    '<ol><li>Adopt the report<ol type="a"><li>its summary</li><li>its annexes</li></ol></li>'
    "<li>Agree on next steps</li></ol>\n"
    '<table><thead><tr><th scope="col">Day</th><th colspan="2" scope="col">Sessions</th></tr></thead>'
    '<tbody><tr><td rowspan="2">One</td><td>Opening</td><td><p>Remarks</p><p>by the host</p></td></tr>'
    "<tr><td>Panel</td><td></td></tr></tbody></table>\n"
    "<p><sup>[1]</sup> See the annex.</p>"
)

_RTL = "dir=RTL "
ARABIC_WORD = (
    _WORD_HEAD
    + """<h1 dir=RTL style='text-align:right;direction:rtl;unicode-bidi:embed'><span lang=AR-SA
style='font-family:"Times New Roman",serif'>خلفية</span></h1>
<p class=MsoNormal dir=RTL style='text-align:right;direction:rtl;unicode-bidi:embed'><span lang=AR-JO
style='font-family:"Arial",sans-serif'>يعقد الاجتماع في <b>عمّان</b> حول </span><span dir=LTR>Open Data</span><span
dir=RTL></span><span lang=AR-JO><span dir=RTL></span> والهوية الرقمية.</span></p>
"""
    + _entry("<span lang=AR-SA>المحور الأول</span>", "أ.", 1, "First", _RTL)
    + _entry("<span lang=AR-SA>المحور الثاني</span>", "ب.", 1, "Middle", _RTL)
    + _entry("<span lang=AR-SA>تفصيل</span>", "١.", 2, "Last", _RTL)
    + """<p class=MsoNormal><span lang=EN-US>An English paragraph.</span></p>"""
    + _WORD_END
)
ARABIC_WORD_CLEAN = (
    '<h3 dir="rtl">خلفية</h3>\n'
    '<p dir="rtl">يعقد الاجتماع في <strong>عمّان</strong> حول Open Data والهوية الرقمية.</p>\n'
    '<ol dir="rtl" type="a"><li>المحور الأول</li><li>المحور الثاني<ol><li>تفصيل</li></ol></li></ol>\n'
    "<p>An English paragraph.</p>"
)

WORD_ONLINE = """<div class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1" role="heading" aria-level="2" style="x:y">
<span lang="EN-GB" class="TextRun SCXW1"><span class="NormalTextRun SCXW1">Topics</span></span><span class="EOP SCXW1">&nbsp;</span>
</p></div><div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1 SCXW1" role="list"><li data-leveltext="●"
data-aria-posinset="1" data-aria-level="1" role="listitem" class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1"><span
class="TextRun SCXW1"><span class="NormalTextRun">Trust</span></span><span class="EOP">&nbsp;</span></p></li></ul></div><div
class="ListContainerWrapper SCXW1"><ul class="BulletListStyle2 SCXW1" role="list"><li data-leveltext="o" data-aria-level="2"
role="listitem" class="OutlineElement Ltr"><p class="Paragraph"><span class="TextRun" style="font-weight: bold;">Seals</span></p>
</li></ul></div><div class="ListContainerWrapper"><ul role="list"><li data-aria-level="1"><p>Reach</p></li></ul></div>"""
WORD_ONLINE_CLEAN = "<h3>Topics</h3>\n<ul><li>Trust<ul><li><strong>Seals</strong></li></ul></li><li>Reach</li></ul>"

GOOGLE_DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"
style="line-height:1.38;"><span style="font-size:16pt;font-weight:400;text-decoration:none;">Objectives</span></h2><p dir="ltr"
style="line-height:1.38;"><span style="font-weight:700;font-style:normal;">Bold</span><span style="font-weight:400;"> and
</span><span style="font-weight:400;font-style:italic;">stress</span><span style="font-weight:400;"> with </span><a
href="https://example.org/" style="text-decoration:none;"><span style="text-decoration:underline;color:#1155cc;">link</span></a>
</p><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400">One</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>Inner</span>
</p></li></ul></ul><p dir="rtl"><span>فقرة بالعربية</span></p><br class="Apple-interchange-newline"></b>"""
GOOGLE_DOCS_CLEAN = (
    "<h3>Objectives</h3>\n"
    '<p><strong>Bold</strong> and <em>stress</em> with <a href="https://example.org/" rel="noopener noreferrer">link</a></p>\n'
    "<ul><li>One<ul><li>Inner</li></ul></li></ul>\n"
    '<p dir="rtl">فقرة بالعربية</p>'
)

LIBRE_OFFICE = """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4.7 (Linux)"/>
<style type="text/css">p { line-height: 115% }</style></head><body lang="en-GB"><h1 class="western">Rules</h1>
<p style="margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3" style="font-size: 12pt"><span
style="font-weight: normal">Plain </span><u>under</u> <b>bold</b></font></font></p><ol type="a"><li><p
style="margin-bottom: 0cm">first</p></li><li><p>second</p></li></ol><p>- one</p><p>- two</p><p>1. ein</p><p>2. zwei</p>
<p>د. أحمد وصل</p><table width="100%" cellpadding="4"><col width="128*"/><thead><tr valign="top"><th style="border:1px"><p
align="left">Name</p></th></tr></thead><tbody><tr><td><p><br/></p></td></tr></tbody></table></body></html>"""
LIBRE_OFFICE_CLEAN = (
    "<h3>Rules</h3>\n"
    "<p>Plain <u>under</u> <strong>bold</strong></p>\n"
    '<ol type="a"><li>first</li><li>second</li></ol>\n'
    "<ul><li>one</li><li>two</li></ul>\n"
    "<ol><li>ein</li><li>zwei</li></ol>\n"
    "<p>د. أحمد وصل</p>\n"
    '<table><thead><tr><th scope="col">Name</th></tr></thead><tbody><tr><td></td></tr></tbody></table>'
)
