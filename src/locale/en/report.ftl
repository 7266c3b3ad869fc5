# Charts, the report of results (PDF) and the files for analysis.

chart-answers = { $n ->
    [one] { $n } answer
   *[other] { $n } answers
}
chart-options-title = Share of each option
chart-options-description = Each bar is a question, divided by the share of people who chose each option, from the first (darkest) to the last (palest). The table beside it has the full figures.
chart-intervals-title = Values and intervals
chart-intervals-description = Each row is an index: the disc is its value, the line its { $level }% confidence interval. A hollow grey disc is not reliable. The table beside it has the full figures.

short-waiting = fewer than { $k } people
short-small-base = too few were asked
short-no-value = no figure
