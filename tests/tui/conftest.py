"""What a screen says in passing stays, so that a busy machine can still read it."""

import pytest


@pytest.fixture(autouse=True)
def patient_notifications(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.app.App.NOTIFICATION_TIMEOUT", 600.0)
