"""Who marks, silently: without a model, or by one."""
