"""Our labelled answers, variants of them, and baselines that predict scores without understanding them."""
