"""The parts played by a chat model, against a scripted server over real HTTP."""
