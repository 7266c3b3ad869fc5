# Why two waves are not compared.
compare-other-instrument = Not compared: the two waves use instruments that are not equivalent.
compare-other-mode = Not compared: one wave is voluntary feedback at the desk, the other a sample survey.
compare-other-settings = Not compared: the index of the two waves is computed with different settings.
