"""What can be measured, by name."""

from evals.kinds import attacks, audit, calibration, conduct, guidance, metamorphic, personas, policy, recovery
from evals.sample import Kind

KINDS: dict[str, Kind] = {
    "calibration": calibration.KIND,
    "conduct": conduct.KIND,
    "recovery": recovery.KIND,
    "personas": personas.KIND,
    "metamorphic": metamorphic.KIND,
    "attacks": attacks.KIND,
    "retrieval": guidance.KIND,
    "policy": policy.KIND,
    "audit": audit.KIND,
}
