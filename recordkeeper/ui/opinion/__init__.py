"""The page "Second opinion": what a person writes down before, at and after the visit. Only the window enters."""
