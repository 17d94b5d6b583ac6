"""What is seen: the only home of Qt. One folder a page; a page is given what it needs and owns only its widgets."""
