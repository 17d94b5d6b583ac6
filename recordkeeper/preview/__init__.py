"""Showing one page or one image: a request in, pixels out. Free of Qt; the parsing happens in a worker."""
