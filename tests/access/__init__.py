"""Who may do what: every page, frame and file against everybody, expected by hand."""
