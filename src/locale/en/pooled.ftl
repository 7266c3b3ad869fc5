### Pooled waves: the results of a year from what its quarters have published.

pooled-from = The results are pooled from { $count } published waves: { $waves }. The answers of all waves are added up before anything is scored; scores of waves are not averaged.
pooled-missing = There are no results yet of: { $periods }. So the figures are not about the whole period.
pooled-partial = Without results in every wave: { $units }{ $more ->
    [0] { "" }
   *[other] ; and { $more } other units
}.
compare-same-answers = Not compared: the two waves rest on the same answers.
results-not-pooled = No score for the whole period: it is missing in some wave, or the number of dossiers closed is not known for every wave. Scores of waves are not averaged without these numbers.
short-not-pooled = not enough to pool
export-method-pooled = Pooled from
export-method-pooled-publication = Publication pooled
export-disclosure-not-pooled = The unit was not given this score in every wave pooled, or the number of dossiers closed is not known for every one; scores of waves are averaged by dossiers closed (Article 15 of Circular 01/2018/TT-VPCP).
staff-wave-access-pooled = Nobody answers: pooled from other waves
staff-wave-pool = Pool the quarters of a year
staff-wave-pool-text = A pooled wave asks nobody. Its results are made from what waves have published: their answers are added up, then scored and graded as in each of them. Scores from files are averaged by the dossiers closed. When a quarter publishes more, the results of the year follow at the next sealing.
staff-wave-pool-none = There is no wave yet that could be pooled. Only voluntary waves at the desk that were opened can.
staff-wave-pool-do = Pool and publish
staff-wave-pool-period-hint = Empty: the year of the earliest wave. For instance 2026, or 2026-H2 where units were reorganised during the year.
staff-wave-pool-id-hint = A new name, for instance mot-cua-2026. Give the name of a pooled wave to add quarters to it.
staff-wave-pooled-from = Pooled from
staff-wave-pool-more = Add a wave
staff-done-gop-dot = The waves are pooled and the results published.
staff-field-sources = Waves to pool
violation-pool-none = Choose at least one wave to pool.
violation-pool-unknown = There is no wave { $found }.
violation-pool-planned = { $found } cannot be pooled: it was never open.
violation-pool-sample = { $found } cannot be pooled: it is a designed sample, whose weights hold for its own period.
violation-pool-pooled = { $found } cannot be pooled: it is pooled itself. Choose the waves it is made from.
violation-pool-instrument = { $found } cannot be pooled: it asks with another form, or another version of it.
violation-pool-settings = { $found } cannot be pooled: open questions of method are settled differently.
violation-pool-outside = { $found } cannot be pooled: not all of its days are in the period.
violation-pool-overlap = { $found } cannot be pooled: its period overlaps with that of another wave.
violation-pool-units = { $found } cannot be pooled: a unit of it does not exist, or belongs elsewhere, on the first day of the period. After a reform pool the waves before and those after by themselves.
violation-pool-hidden = The results of { $found } are for staff only, those of the pooled wave for everybody: they would be what is left when the other waves are subtracted. Publish this wave first.
violation-pool-copy = A pooled wave is not copied. Pool the waves of the next period.
violation-pool-part = { $found } is pooled from this wave. Hide or erase { $found } first.
