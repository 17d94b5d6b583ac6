"""The page of blood tests: lines over time, each number beside the crop of the row it came from."""
