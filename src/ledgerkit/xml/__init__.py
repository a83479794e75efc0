"""Say here, in one sentence, what lives in xml."""
