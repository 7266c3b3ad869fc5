# The files to download: the Excel workbook (XLSX).

# Sheet names: at most 31 characters, none of [ ] : * ? / \
export-sheet-scorecards = Scorecards
export-sheet-charts = Charts
export-sheet-full = Full table
export-sheet-options = Shares of the options
export-sheet-method = Method
export-level-nation = Whole country
export-level-province = Provinces and cities
export-level-district = Districts
export-level-commune = Communes and wards
export-level-desk = One-stop desks

export-reports-folder = reports
export-reports = One report to print per commune (PDF)

export-demo = INVENTED DATA to try the program: not the opinion of any citizen, must not be quoted
export-demo-short = INVENTED DATA

export-scorecard-title = { $title } – period { $period }
export-scorecard-unit = Unit code
export-scorecard-unit-name = Unit
export-scorecard-of = { $node } (of { $of })
export-scorecard-low = { $node }: lower limit of the confidence interval
export-scorecard-high = { $node }: upper limit of the confidence interval
export-scorecard-rank = { $node }: rank
export-scorecard-group = { $node }: group
export-scorecard-change = { $node }: change since the earlier wave
export-scorecard-missing = { $node }: components without a value

export-chart-node = Index
export-chart-below = From the lower limit to the value
export-chart-above = From the value to the upper limit
export-chart-intervals = Values with their { $level }% confidence intervals; grey bars are not reliable

export-options-unit = Unit code
export-options-unit-name = Unit
export-options-question = Question id
export-options-question-name = Question
export-options-code = Option code
export-options-option = Option
export-options-value = Share
export-options-low = Lower limit of the confidence interval
export-options-high = Upper limit of the confidence interval
export-options-n = Answers
export-options-precision = Precision

export-method-basis = What the figures rest on
export-method-wave = Wave
export-method-period = Period
export-method-instrument = Instrument
export-method-instrument-id = Version of the instrument
export-method-instrument-sha256 = SHA-256 of the instrument
export-method-mode = Way of collection
export-method-mode-desk = Voluntary feedback at the counter (desk). Respondents choose to take part and are no designed sample; never ranked together with sample surveys.
export-method-mode-sample = Designed sample survey (sample)
export-method-k = Smallest number of responses in a batch (k)
export-method-batch-count = Number of batches
export-method-scores = Number of scores given from elsewhere
export-method-chain = Hash of the last batch
export-method-level = Confidence level of the intervals
export-method-level-value = { $level }%
export-method-version = Version of the method
export-method-publication = Hash of this publication
export-method-wave-publication = Hash of this wave's own publication
export-method-compared-wave = Compared with the wave
export-method-compared-with = Hash of the publication compared with

export-method-how = How the figures come about
export-method-batches = Responses count only once they are gathered into batches: each batch has at least { $k } responses of the same unit; what is left over is gathered at the unit above. Every figure is a sum of whole batches, so no two tables can be subtracted to learn what one person answered.
export-method-rounding = Cells hold unrounded values; Excel rounds for display only. Higher nodes are computed from unrounded values and may differ slightly from sums of rounded ones.
export-method-missing = An empty cell means that there is no figure, never zero. The column disclosure of the full table says why.
export-method-interval = Each value that comes from responses has a confidence interval. Differences within the intervals may be chance.
export-method-grey = Figures in grey italics are not reliable: too few responses, or too wide an interval; read them only with their interval. A unit with fewer than 30 answers or fewer than 2 degrees of freedom at a node is neither ranked there nor put into a group by quantiles.
export-method-rank = Rank 1 is the greatest value among the units of the same level; equal values share the better rank. Where it is said between which ranks the true one lies, that is the confidence set of Mogstad, Romano, Shaikh and Wilhelm (2024); the true group follows from that set, or from both ends of the interval where groups have fixed bounds.
export-method-hash = The hash changes when any figure changes. Two tables with the same publication hash are the same result.
export-method-compare-notes = Notes on comparing the two waves
export-method-settings = Points of method that had to be chosen
export-method-verified = verified against the source
export-method-not-verified = NOT verified against the source
export-method-sources = Sources
export-method-unverified = What could not be verified
export-method-columns = Meaning of the columns of the full table
export-method-precision = Words in the column precision
export-method-disclosure = Words in the column disclosure

export-column-wave = Name of the wave.
export-column-instrument = Version of the instrument.
export-column-period = Period the results are about.
export-column-unit = Code of the unit (a text: leading zeros count).
export-column-unit-name = Name of the unit.
export-column-node = Id of the node; an option of a question is question=option.
export-column-node-kind = Place of the node: index (overall), dimension, sub_dimension, indicator, option (an option of a question).
export-column-node-name = Name of the node.
export-column-value = Value, not rounded.
export-column-ci-low = Lower limit of the confidence interval.
export-column-ci-high = Upper limit of the confidence interval.
export-column-level = Confidence level of the intervals, e.g. 0.95.
export-column-n = Answers counted; at combined nodes the smallest number among the components measured by responses.
export-column-n-eff = Effective number of answers: the size of a simple random sample of the same precision.
export-column-df = Degrees of freedom of the standard error.
export-column-nonresponse = Share of those asked who gave no counted answer, 0 to 1.
export-column-precision = How far the figure can be relied on; see the words below.
export-column-disclosure = Why there is a value or none; see the words below.
export-column-rank = Rank among the units of the same level, 1 the highest.
export-column-ranked = Number of units ranked.
export-column-group = Id of the group.
export-column-change = Change since the earlier wave, in the unit of the value.
export-column-change-ci-low = Lower limit of the confidence interval of the change.
export-column-change-ci-high = Upper limit of the confidence interval of the change.
export-column-change-p = p value of the change, adjusted by Holm over the units of the same level at the same node.
export-column-batches = Batches behind the figure.
export-column-publication = SHA-256 hash of the publication.
export-column-unit-level = Level of the unit: nation, province, district, commune, desk (one-stop desk).
export-column-group-name = Name of the group.
export-column-se = Standard error.
export-column-change-percent = Change in percent of the earlier value.
export-column-notable = TRUE where the change in percent reaches what the instrument calls notable.
export-column-rank-before = Rank in the earlier wave.
export-column-group-before = Group in the earlier wave.
export-column-missing = Components without a value, left out of this combined index.

export-precision-reliable = May be quoted.
export-precision-review = Quote only with its interval: fewer than 8 degrees of freedom, or a share of exactly 0 or 100%.
export-precision-not-reliable = Not reliable, greyed: fewer than 30 answers, fewer than 2 degrees of freedom, or too wide an interval.
export-precision-unknown = The value comes from elsewhere; its precision is not known.

export-disclosure-shown = Computed from whole batches.
export-disclosure-given = Given from elsewhere, no responses behind it.
export-disclosure-waiting = Not enough people have answered yet for a batch.
export-disclosure-small-base = Fewer than { $k } of the people in the batches were asked this.
export-disclosure-no-value = A component has no value, or it is only a heading.

# The archive for statisticians: data, a program for R, a syntax file for SPSS, a codebook (DDI).
stat-file-results = The results: one row per unit and node, as in the CSV file.
stat-file-batches = The option totals the results rest on: how often each option was chosen, by batch.
stat-file-units = The units and what they are part of.
stat-file-nodes = The nodes and the rules by which their values come about.
stat-file-scores = The score of each option that counts towards a measured node.
stat-file-components = What each combined node is combined from.
stat-program = Program for R (base R is enough): computes every figure of the results again from the other files and says how far they are apart. Run: Rscript recompute.R
stat-syntax = Syntax for SPSS and PSPP: reads the files with labels and saves them as .sav
stat-syntax-use = Make the folder of the files the working directory first, e.g. by CD 'C:\data', then run all
stat-codebook = Codebook in the format DDI Codebook 2.5: study, files, variables, questions with their wording
stat-disclosure = Every row of batches.csv is a total over whole batches of at least { $k } people, as any two publications could be subtracted to it. Numbers of batches say nothing about time. Where fewer than { $k } people of a batch were asked a question, the batches of the unit are given as one sum (batch 0), and its intervals cannot be computed again. Questions that feed no node are left out.
stat-disclosure-weighted = The responses of this wave have weights. Totals by weight could be taken apart into the answers of single people, so batches.csv has no rows and the figures cannot be computed again from this archive; “hailong verify” does it at the service.

stat-column-batch = Number of the batch within its unit, without any order in time; 0 is the sum of all batches of the unit.
stat-column-stratum = Number of the stratum for the variance: the unit, in a designed sample the stratum within the unit.
stat-column-people = People in the batch.
stat-column-item = Code of the question.
stat-column-asked = People who were asked the question.
stat-column-answered = People who answered it.
stat-column-option = Code of the option.
stat-column-count = How often the option was chosen.
stat-column-choice = Question and option.
stat-column-parent = The unit or node above.
stat-column-source = Where the value comes from: measured (from answers), given (imported), combined (from other nodes), heading (none).
stat-column-stat = Of measured nodes: share (mean of scores 0 and 1) or mean.
stat-column-per-answer = 1 where the denominator is everybody who answered (several options allowed), 0 where it is the options that count.
stat-column-op = Of combined nodes: mean, weighted_mean, weighted_sum, sum, or pool (every answer below counts once).
stat-column-needs-all = 1 where a combined node has no value unless all its components have one.
stat-column-scale = Change of scale: fixed (from from_low and from_high), observed (from the least and the greatest value of the units of the level), or none.
stat-column-from-low = Value that becomes to_low.
stat-column-from-high = Value that becomes to_high.
stat-column-to-low = What from_low becomes.
stat-column-to-high = What from_high becomes.
stat-column-clamp = 1 where values outside from_low and from_high are brought to these ends first.
stat-column-round = Decimals the value is rounded to before it is used further; empty where it is not.
stat-column-least = Least possible value.
stat-column-most = Greatest possible value.
stat-column-parts = Number of components.
stat-column-score = Score of the option.
stat-column-component = The node that is combined.
stat-column-weight = Its weight.

stat-kind-index = Overall index
stat-kind-dimension = Dimension
stat-kind-sub-dimension = Sub-dimension
stat-kind-indicator = Indicator
stat-kind-option = Option of a question

stat-questions = Questions as they were asked. Their answers are the rows of batches.csv with this item.
stat-asked-all = Everybody who took part
stat-asked-if = Those who answered before: { $condition }
stat-analysis-unit = Administrative unit; respondents only as sums of whole batches
stat-universe-desk = Citizens who were served at a one-stop desk of the units and chose to answer
stat-universe-sample = The people the sample was drawn from
stat-data-kind = Aggregate data
stat-weight-none = No weights: every response counts once.
stat-weight-some = Responses are weighted; one without a weight counts once.

stat-r-weighted = The responses have weights, so no totals are given away and nothing can be computed again here.
stat-r-compared = Figures compared:
stat-r-skipped = Figures left out, because what they rest on may not be given away or is not in this archive:
stat-r-largest = Largest difference (relative, above 1):
stat-r-agree = All of them agree.
stat-r-differ = THE FIGURES DIFFER.

export-disclosure-waiting-groups = Not yet enough people in every group: every category of the breakdowns must have at least { $k } people.
export-disclosure-filtered = The question is asked of some people only, so it is not broken down.
export-disclosure-not-at-level = Units of this level have no figures by category.
export-column-breakdown = Breakdown: code of the question, or channel (way of answering).
export-column-category = Code of the category; no_answer are those who gave no answer to the question.
export-column-category-name = Name of the category.
export-method-breakdown = Breakdown
export-method-breakdown-batches = Batches in the figures by category
export-method-by-category = Figures by category are sums of whole steps. A step is a run of batches in which every category of every breakdown has at least { $k } people and every cell of all breakdowns crossed at least 5. So adding and subtracting what is published never tells fewer people apart, and figures by category may rest on fewer responses than the figures of all.
