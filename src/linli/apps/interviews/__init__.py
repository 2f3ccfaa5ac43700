"""Interviews: panels, recusal, the drawn order, score sheets entered twice, sign-off."""
