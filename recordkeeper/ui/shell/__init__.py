"""The window around the pages: rail, search box, drop target, progress strip and the bar that offers Undo."""
