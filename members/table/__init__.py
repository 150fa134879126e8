"""Members and seats of a council as a table for spreadsheet programs: read in, and given out."""
