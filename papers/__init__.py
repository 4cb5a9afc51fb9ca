"""What is printed: agenda, list of participants, tables; as PDF, Word, Excel and CSV.

`content` holds the plain values of a paper, `pdf`, `word` and `spreadsheets` turn them into bytes. These makers know
nothing of the database, the request or the language of the page: whoever calls them passes texts already chosen,
formatted and translated.

The makers import their libraries (typst, python-docx, XlsxWriter) inside their functions: together they weigh tens of
megabytes, and a web process that never prints must stay within its memory budget. Keep it so.
"""
