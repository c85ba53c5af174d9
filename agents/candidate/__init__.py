"""Who answers in a simulation: without a model, or by one."""
