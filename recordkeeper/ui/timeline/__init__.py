"""The page "Timeline": what happened when, in lanes and as a list. Only the window enters."""
