"""The files of a month: PDF, XLSX, working list, each from what the page shows."""
