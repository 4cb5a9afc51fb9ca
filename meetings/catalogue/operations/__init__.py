"""What the catalogue writes: its search index, series and projects."""
