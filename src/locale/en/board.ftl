# The page of results: dashboard, map, trend, open data, frame for portals.

plain-title = In short
plain-of-ten = Over all questions, about { $count } of 10 people who answered were satisfied.
plain-score = { $index }: { $value }.
plain-score-between = { $index }: { $value }, on a scale from { $least } to { $most }.
plain-answered = The results rest on the answers of at least { $n } people.
plain-poorest = Clearly lower than the rest: { $nodes }.
plain-no-poorest = Nothing is clearly lower than the rest.
plain-lowest-values = The lowest values: { $nodes }.

board-staff = Pages of the staff
board-staff-back = All results you may see
board-interval = The true value most likely lies within { $interval } (95% confidence interval).
board-answers = From { $n } answers or more to each component.
board-group = Group: { $group }
board-change-up = An increase beyond chance.
board-change-down = A decrease beyond chance.
board-change-noise = Within chance: neither an increase nor a decrease can be claimed.
board-change-unknown = It is not known how certain the values are, so neither a real increase nor a real decrease can be claimed.
board-change-interval = The true change is most likely { $interval }.
board-change-no-value = One of the two waves has no value to compare.
board-change-no-earlier = There is no earlier wave of the same form to compare with.
board-change-not-asked = Not compared with any wave.
board-beyond-noise = beyond chance
board-within-noise = within chance
board-compare = Compare with another wave
board-compare-with = Earlier wave
board-compare-none = No comparison
board-compare-button = Compare
board-rank = Rank { $rank } of { $ranked }
board-rank-set = With 95% confidence the true rank lies between { $best } and { $worst }.
board-rank-certain = With 95% confidence this is the true rank, too.
board-rank-unknown = It is not known how certain the values are, nor how certain this rank is.
board-lowest-title = Clearly lower than the rest
board-lowest-values = The lowest values
board-lowest-by = below the unit's average by { $difference }
board-points = { $difference } percentage points
board-lowest-none = Of { $count } nodes that can be compared, none is clearly lower: they differ by no more than chance.
board-lowest-unknown = It is not known how certain these values are, so their order may be due to chance.
board-no-component = It cannot be computed, as values of its components are missing.
board-tasks = Tasks due
board-tasks-overdue = overdue since { $day }
board-tasks-until = due { $day }
board-tasks-more = And { $count } more.
board-tasks-all = See all tasks
board-trend = Trend over the waves
board-trend-title = { $node } over the waves
board-trend-description = Each disc is the value of a wave, the upright line its 95% confidence interval. Only waves that can be compared are joined. All figures are in the table beside it.
board-trend-other-index = Not joined to the wave before: the index cannot be compared between the two.
board-period = Period
board-strip = The disc is the value, the line its 95% confidence interval, on a scale from the lowest to the highest possible value. A hollow grey disc is not reliable.
board-strip-above = The upright line is the value of { $unit }.
board-units-all = All
board-units-groups = Filter by group
board-units-pages = Pages of the list
board-units-part = Showing { $first }–{ $last } of { $chosen } units chosen, out of { $all }.
board-units-overlap = A difference between two units whose confidence intervals overlap may be due to chance.
board-map-title = Map: { $node }
board-map-description = A map of the units, filled by group: the higher the group, the darker, each with a pattern of its own. The table of units has the same units and links.
board-map-text = Each unit is filled by its group; choose one to see its results. All figures are in the table below.
board-map-legend = Legend
board-map-no-group = In no group
board-map-missing = { $count ->
    [one] One unit has no boundary and is not on the map; it is in the table.
   *[other] { $count } units have no boundary and are not on the map; they are in the table.
 }
board-data = Open data: licence, hash and earlier publications
board-embed = Put the results on your unit's portal
board-embed-code = Copy this code into a page of the portal. The frame runs no scripts and follows nobody.

data-window = Data – { $title }
data-title = Data: { $title }
data-lead = Everything published, to download, to verify and to use again. There are no single responses in it.
data-back = Page of results
data-back-label = The way back
data-description = Results of the survey “{ $title }” by unit and node, with confidence intervals and numbers of answers. Form: { $instrument }. Every figure is a sum of batches of at least { $k } respondents.
data-licence = Licence
data-licence-cc-by = Anybody may copy, share and use these data again, commercially too, provided that the source is named.
data-licence-cc-by-sa = Anybody may copy, share and use these data again, provided that the source is named and what is made of them is shared under the same licence.
data-licence-cc0 = Anybody may use these data in any way, without asking.
data-verify = How to verify the data
data-verify-hash = The hash is the fingerprint of a publication: were a single figure another, so would it be.
data-verify-text = The address /api/v1/publications/{ $hash } gives the very text that was hashed: its SHA-256 must be this hash. The command “hailong verify” computes every figure again from the JSON, CSV or XLSX file of the same publication.
data-publications = Publications of this wave
data-publications-text = What was published is never changed; whenever there are more batches or scores there is a new publication.
data-publication = Publication
data-current = current
data-hash = Hash (SHA-256)

feed-title = Newly published survey results
feed-summary = Results for { $period }, publication { $number }.
feed-link = Be told of new publications (Atom)

widget-link = See all results (opens a new page)

staff-place-results = Results
staff-place-results-about = Dashboard, nodes and downloads of every wave.
staff-results-text = Waves with results, the latest period first. Choose where you want to look.
staff-results-none = There are no results that you may see.
staff-results-all = All results
staff-results-public = Everybody may see them
staff-results-not-public = Only staff may see them
participation = { $answered } or more of { $closed } people served have answered ({ $percent } %).
participation-bounds = Answering is voluntary: whatever the others think, the value of everybody served lies between { $low } and { $high }.
participation-impossible = There are more answers ({ $answered }) than dossiers closed ({ $closed }): one of the two numbers must be checked.
