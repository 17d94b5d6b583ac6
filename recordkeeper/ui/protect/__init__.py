"""The protected library in the window: made, locked when nobody is there, opened by one of three doors."""
