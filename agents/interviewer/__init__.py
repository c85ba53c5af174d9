"""The interviewer: which move comes next, and how it is worded, with or without a chat model."""
