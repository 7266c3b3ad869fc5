# Charts, the report of results (PDF) and the files for analysis.

chart-answers = { $n ->
    [one] { $n } answer
   *[other] { $n } answers
    }
chart-options-title = Share of each option
chart-options-description = Each bar is a question, divided by the share of people who chose each option, from the first (darkest) to the last (palest). The table beside it has the full figures.
chart-intervals-title = Values and intervals
chart-intervals-description = Each row is an index: the disc is its value, the line its { $level }% confidence interval. A hollow grey disc is not reliable. The table beside it has the full figures.

said-from-to = { $low } to { $high }
short-waiting = fewer than { $k } people
short-small-base = too few were asked
short-no-value = no figure

report-title = Report of survey results
report-document = Report of results: { $unit } – { $title }
report-page = Page { $page } of { $pages }
report-interval = { $level }% confidence interval
report-with-set = { $what } ({ $level }%: { $set })
report-code = QR code that leads to the page of results { $link }

report-summary = Summary
report-index = { $index } of { $unit } is { $value } ({ $level }% confidence interval: { $interval }), from { $n ->
    [one] { $n } answer
   *[other] { $n } answers
    }.
report-index-alone = { $index } of { $unit } is { $value }.
report-index-absent = There is no value of { $index } for { $unit } yet. { $reason }
report-group = With this value the unit is in the group “{ $group }”.
report-change-up = Since { $period } the index has risen: { $change } ({ $level }% confidence interval: { $interval }; { $p }). That is more than noise.
report-change-down = Since { $period } the index has fallen: { $change } ({ $level }% confidence interval: { $interval }; { $p }). That is more than noise.
report-change-noise = Since { $period } the index has changed by { $change } ({ $level }% confidence interval: { $interval }; { $p }). That is no more than noise and should be taken neither for a rise nor for a fall.
report-change-noise-many = Since { $period } the index has changed by { $change } ({ $level }% confidence interval: { $interval }). By itself that is more than noise, but where many units are compared some such changes come by chance ({ $p }, adjusted for the number of units), so it should be taken neither for a rise nor for a fall.
report-change-unknown = Since { $period } the index has changed by { $change }. Whether that is more than noise is not known.
report-rank = The unit ranks { $rank } among { $ranked } units of its level.
report-rank-overlap = Units whose intervals overlap may change places by chance alone.
report-weakest = The weakest points
report-weakest-item = { $node }: { $value } ({ $interval })
report-weakest-item-alone = { $node }: { $value }
report-weakest-overlap = The intervals of these points overlap, so their order may be chance.
report-weak-left-out = Not looked at: { $count ->
    [one] { $count } point that is not reliable.
   *[other] { $count } points that are not reliable.
    }
report-hidden = { $count ->
    [one] { $count } index has no figure yet; the table of indices says why.
   *[other] { $count } indices have no figures yet; the table of indices says why.
    }
report-basis = This publication rests on { $batches ->
    [one] { $batches } sealed batch
   *[other] { $batches } sealed batches
    } of all units that take part, each of at least { $k } responses.
report-given = { $scores ->
    [one] { $scores } score was
   *[other] { $scores } scores were
    } imported from elsewhere; how precise they are cannot be computed here.
report-voluntary = Citizens answer at the place of service if they wish. The intervals speak of chance alone, not of those who did not answer.

report-nodes = Indices
report-nodes-chart = The disc is the value, the line its { $level }% confidence interval. A hollow grey disc is not reliable.
report-nodes-table = Table of indices
report-options = How people answered
report-options-chart = Each bar is a question, divided by the share of people who chose each option; numbers in the bars are rounded to whole percent.
report-options-multiple = People could choose several options, so the shares do not add up to 100%.
report-options-table = Table of options
report-units-chart = The units below, from the highest to the lowest. Units whose intervals overlap may differ by chance alone.
report-units-given = The units below, from the highest to the lowest.
report-units-table = Units side by side

report-method = Annex: method
report-verify = Check this report
report-verify-code = Scan the QR code to open the page of results and compare the hash. How to check is said at the end of the annex.
report-verify-hash = The hash is the fingerprint of the publication: a single other figure would give another. How to check is said at the end of the annex.
report-verify-text = The address /api/v1/publications/{ $hash } of the service returns the very text that was hashed: its SHA-256 must be the hash of the publication. The command “hailong verify” computes every figure of a JSON, CSV or XLSX file of the same publication again.
report-verify-page = Page of results: { $link }

results-download-pdf = Report to print (PDF)
results-download-ods = Spreadsheet for LibreOffice (ODS)
results-download-jsonstat = Data for statistics portals (JSON-stat)
results-download-zip = All formats (ZIP)
results-download-stat = Data to compute again with R or SPSS (ZIP)
results-download-parquet = Columnar data (Parquet)
results-download-sdmx = Data for SDMX portals (SDMX-CSV)
results-downloads-reading = To read and print
results-downloads-analysis = To compute with
results-downloads-programs = For programs and portals
results-downloads-everything = All at once
report-tasks = Tasks
