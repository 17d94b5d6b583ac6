"""Getting ready for the second opinion: readiness, gaps, requests, questions. Comes with its own issue."""
