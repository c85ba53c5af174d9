"""The kinds of suite, by name."""

from evals.kinds import attacks, audit, calibration, conduct, hooks, listening, metamorphic, personas, recovery, retrieval
from evals.suite import Kind

KINDS: dict[str, Kind] = {
    "calibration": calibration.KIND,
    "conduct": conduct.KIND,
    "recovery": recovery.KIND,
    "personas": personas.KIND,
    "metamorphic": metamorphic.KIND,
    "attacks": attacks.KIND,
    "retrieval": retrieval.KIND,
    "hooks": hooks.KIND,
    "listening": listening.KIND,
    "audit": audit.KIND,
}
