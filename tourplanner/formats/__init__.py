"""File formats that several rooms write: cells, workbooks, Word documents, graphs and frames. They know no village."""
