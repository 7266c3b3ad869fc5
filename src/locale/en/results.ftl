# Why two waves are not compared.
compare-other-instrument = Not compared: the two waves use instruments that are not equivalent.
compare-other-mode = Not compared: one wave is voluntary feedback at the desk, the other a sample survey.
compare-other-settings = Not compared: the index of the two waves is computed with different settings.

category-channel = Way of answering
category-kiosk = Device at the desk
category-own = Device of the citizen
category-file = From a file
category-no-answer = No answer

results-waiting-groups = Not yet enough people in every group. Figures by group are published only when every group has at least { $k } people, so that nobody can subtract figures until a few people are left.
results-filtered = This question is asked of some people only, so it is not divided by group.
results-not-at-level = Communes and desks have no figures by group: where few people come, a small group is easily recognised. Please look at the province or the nation.
short-waiting-groups = not enough people in every group yet
short-filtered = asked of some people only
short-not-at-level = not divided by group at this level

results-by = By { $name }
results-by-text = Groups are added up over batches in which every group is large enough ({ $batches } of { $all } batches), so there may be fewer people than in the figures of all.
results-by-category = Group
results-by-all = See all indices by this group
results-by-less = See the main indices only
results-by-files = Download the figures by group:
