### Margins: known numbers of people, to which the weights of a designed sample are raked.

staff-field-margins = Weights are raked to
staff-wave-margins-hint = Only for a designed sample: at most six questions about the person whose answers are known of everybody who lives there, say from a census. The numbers are brought in as a file before the wave is closed.
staff-wave-no-margins = Nothing
violation-wave-margin = { $found } is no margin, or is there twice. Name a single-choice question that everybody is asked.
violation-wave-margins = At most six margins.
violation-wave-margins-sample = Only a designed sample without envelopes is raked to margins.
violation-margins-not-imported = The wave is raked to margins, and none were brought in. Bring the file of margins in first; the wave stays open.
violation-margins-uncovered = There are answers of unit { $found }, and no margins of it or of a unit above it. Bring all margins in anew; the wave stays open.
violation-margins-incomplete = The margins do not say how many people there are: { $found }. Bring all margins in anew; the wave stays open.
violation-margins-nobody = There are people, and nobody of them is in the sample: { $found }. The wave stays open.
violation-margins-somebody = The sample has people of whom by the margins there are none: { $found }. Correct the margins; the wave stays open.
violation-margins-other-sum = The people add up to another total than by the first margin: { $found }. Correct the margins; the wave stays open.
violation-margins-dominated = A few people would decide the figures of unit { $found }, and their answers could be read off. Correct the margins, or plan the wave with fewer or coarser ones; the wave stays open.
violation-margins-apart = No weights meet all margins at once; too few people of the sample are here: { $found }. The wave stays open.
staff-import-kind-margins = Margins: how many people there are by answer
staff-import-stored-margins = The numbers are there from now on. When the wave is closed, the weights of the sample are raked to them; then they can no longer be changed.
staff-import-margins-new = Numbers for the first time
staff-import-margins-changed = Numbers that change
problem-import-margins-none = Wave { $wave } is not raked: the questions are chosen when a designed sample is planned. Nothing was stored.
problem-import-margins-closed = Wave { $wave } is closed, and its weights were raked then. Its margins cannot be changed any more; nothing was stored.
mistake-no-margin = the wave is not raked to "{ $found }"; its questions are { $items }
mistake-not-counted = "{ $found }" counts as no answer, so people are not told apart by it; leave the row out. The codes are { $codes }
mistake-second-answer = "{ $found }" stands already on line { $first }
mistake-margin-missing = the unit has no numbers by { $item }
mistake-answers-missing = the unit has no number for these answers to { $item }: { $codes }
mistake-margin-nobody = by { $item } nobody lives in the unit
mistake-margin-sums = by { $item } there are { $sum } people, by { $first } { $known }; both must be all people of the unit
mistake-margin-below = "{ $found }" lies below { $above }, which has margins of its own: its people would count twice
mistake-margin-uncovered = unit { $unit } takes part in the wave, and there are no numbers of it or of a unit above it
raking-published = Weights are raked to the known numbers of people of { $units ->
        [1] one unit
       *[other] { $units } units
    } by: { $margins }. Each weight was multiplied by { $smallest } to { $greatest } times the average factor; by Kish, the design effect of the weights went from { $before } to { $after }{ $units ->
        [1] {""}
       *[other] {" "}in the unit where it is largest
    }.
export-method-raking = Raking of weights
export-method-raked = Weights are raked (iterative proportional fitting) until the sample has the known numbers of people by each margin. Whoever gave no answer to a margin's question keeps the share that such people have in the sample. Standard errors rest on the residuals of the calibration to the margins by the weights as drawn (Deville and Särndal 1992), as R's survey::calibrate has them; what the margins explain does not count as uncertain. Only figures by category have standard errors that do not take the raking into account.
