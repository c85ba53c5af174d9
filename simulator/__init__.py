"""The interview itself: the LangGraph state machine, sessions, storage and reports."""
