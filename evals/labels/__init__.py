"""Our labelled answers, the same in other shapes, and what can be guessed without understanding them."""
