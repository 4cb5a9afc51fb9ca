"""PDFs that are the parts of one paper, joined with their tags and bookmarks.

Whoever reads the whole with a screen reader finds one tree: the elements of all parts below one Document. Structure is
numbered per page and named per element, so numbers and names of later parts are moved behind those of earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String


def merge(paths: Sequence[Path], target: Path, pages: int) -> None:
    """Write the parts as one file of so many pages, which they have told their readers already.

    Raises:
        ValueError: they have more or fewer together.
    """
    with Pdf.open(paths[0]) as whole:
        _slim(whole, "")
        metadata = [whole.Root.Metadata.read_bytes()]
        for number, path in enumerate(paths[1:], start=2):
            with Pdf.open(path) as part:
                metadata.append(part.Root.Metadata.read_bytes())
                _slim(part, f"{number}.")
                _append(whole, part)
        if len(whole.pages) != pages:
            raise ValueError(f"{len(whole.pages)} pages instead of {pages}")
        _list_names(whole)
        _describe(whole, metadata)
        whole.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)


def _slim(part: Pdf, prefix: str) -> None:
    """Put a prefix before the names of elements, and let them take less room: a long paper has 50,000 of them.

    Those with the same attributes (most cells of a table) share them; of what they may leave out nothing stays.
    """
    shared: dict[bytes, Any] = {}
    for element in _elements(part):
        if Name.Type in element:
            del element[Name.Type]
        if prefix and Name.ID in element:
            element.ID = _named(prefix, element.ID)
        if Name.Document != element.S and len(element.get(Name.K, ())) == 1:
            element.K = element.K[0]
        if Name.A not in element:
            continue
        key = element.A.unparse()
        if key not in shared:
            for attributes in element.A if prefix else ():
                if Name.Headers in attributes:
                    attributes.Headers = Array([_named(prefix, each) for each in attributes.Headers])
            shared[key] = part.make_indirect(element.A)
        element.A = shared[key]


def _elements(part: Pdf) -> Iterator[Any]:
    for each in part.objects:
        if isinstance(each, Dictionary) and Name.S in each and Name.P in each:
            yield each


def _append(whole: Pdf, part: Pdf) -> None:
    tree, other = whole.Root.StructTreeRoot, part.Root.StructTreeRoot
    first_key = int(tree.ParentTreeNextKey)
    for page in part.pages:
        for each in (page.obj, *page.obj.get(Name.Annots, ())):
            for name in (Name.StructParents, Name.StructParent):
                if name in each:
                    each[name] = int(each[name]) + first_key
    whole.pages.extend(part.pages)

    numbers = other.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        tree.ParentTree.Nums.append(int(numbers[place]) + first_key)
        tree.ParentTree.Nums.append(_copied(whole, numbers[place + 1]))
    tree.ParentTreeNextKey = first_key + int(other.ParentTreeNextKey)
    document = tree.K[0]
    for element in _copied(whole, other.K[0]).K:
        element.P = document
        document.K.append(element)
    _append_bookmarks(whole, part)


def _append_bookmarks(whole: Pdf, part: Pdf) -> None:
    if Name.First not in part.Root.get(Name.Outlines, Dictionary()):
        return
    if Name.Outlines not in whole.Root:
        whole.Root.Outlines = whole.make_indirect(Dictionary(Type=Name.Outlines, Count=0))
    outlines, other = whole.Root.Outlines, _copied(whole, part.Root.Outlines)
    if Name.Last in outlines:
        outlines.Last.Next, other.First.Prev = other.First, outlines.Last
    else:
        outlines.First = other.First
    outlines.Last = other.Last
    outlines.Count = int(outlines.Count) + int(other.Count)
    item = other.First
    while item is not None:
        item.Parent = outlines
        item = item.get(Name.Next)


def _list_names(whole: Pdf) -> None:
    named = sorted(((bytes(each.ID), each) for each in _elements(whole) if Name.ID in each), key=lambda each: each[0])
    if named:
        names = Array([value for name, element in named for value in (String(name), element)])
        whole.Root.StructTreeRoot.IDTree = Dictionary(Names=names)


def _describe(whole: Pdf, metadata: list[bytes]) -> None:
    """Say how many pages there are, and claim to be accessible only where every part does."""
    claims = "{http://www.aiim.org/pdfua/ns/id/}part"
    with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
        described["{http://ns.adobe.com/xap/1.0/t/pg/}NPages"] = str(len(whole.pages))
        if not all(b"pdfuaid:part" in each for each in metadata):
            del described[claims]


def _copied(whole: Pdf, value: Any) -> Any:
    return whole.copy_foreign(value)


def _named(prefix: str, name: Any) -> String:
    return String(prefix.encode() + bytes(name))
