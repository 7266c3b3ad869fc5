### Pages, and the problem documents of the programming interface.

## On every page

site-name = Hài lòng
skip-to-content = Skip to main content
languages-label = Language
language-vi = Tiếng Việt
language-en = English
demo-banner = Trial: the responses here are examples, not real opinions.
demo-tag = Trial
footer-privacy = This site uses no cookies and records neither your device's address nor when you answered.

## Home

home-title = What do you think of our public services?
home-lead = Have you just dealt with a public office? Tell us how you were served. What everybody says is put together in the satisfaction index of your area.
home-anonymous-title = Anonymous
home-anonymous = We do not ask for your name, papers or file number. Results are published only when enough people have answered, so nobody can tell which response is yours.
home-open = Open surveys
home-none = No survey is open at the moment.
home-published = Published results
home-period = Period: { $period }
period-year = { $year }
period-first-half = first half of { $year }
period-second-half = second half of { $year }
period-quarter = quarter { $part ->
    [1] I
    [2] II
    [3] III
   *[4] IV
    } of { $year }
period-month = month { $part } of { $year }
period-days = { $first } to { $last }

## Choosing where one was served

choose-title = Where were you served?
choose-up = ‹ Back
choose-none = No place takes responses in this survey yet.

## The form

form-other-unit = Another place
form-anonymous = Anonymous: nobody can tell which response is yours.
form-required-note = Questions marked “required” need an answer; you may skip the others.
form-optional-note = You may skip any question.
form-required = (required)
form-several = (you may choose several)
form-listen = Listen to question { $number }
form-no-answer = No answer
form-send = Send
form-only-if = Answer only if { $condition }.
form-condition-chosen = you chose { $options } in question { $number }
form-condition-not-chosen = you did not choose { $options } in question { $number }
form-condition-option = “{ $option }”
form-condition-and = and
form-condition-or = or
form-error-title = Your response was not sent yet. Please look at these questions again:
form-error-line = Question { $number }: { $error }
form-error-more = … and { $count } more.
form-error-window = Please check – { $title }
form-busy = Your response was perhaps not stored. Your answers are still on this page: please wait a moment and send them again. Sending again does not count a response twice.
form-conflict = A response sent from this page before was stored with other answers, and it stays as it is. Send this one only if it is another response, for example about another visit; it will be counted in addition.
form-note-touch = Touch an answer to go on.
form-note-keys = Keyboard: number keys choose, Enter continues.
form-at = Question { $at } / { $of }
form-at-many = Questions { $from }–{ $to } / { $of }
form-at-review = Review
form-back = Back
form-next = Continue
form-wording-plain = Easy wording
form-wording-full = Full wording
form-hear = Listen
form-hear-stop = Stop
form-review-title = Check, then send
form-review-lead = To change an answer, press “Change” beside it. When all is right, press “Send”.
form-not-answered = No answer
form-change = Change
form-sending = Sending…
form-failed-title = Your response could not be sent
form-failed = The server has not received it. Your answers are still on this device: please wait a moment and press “Send” again. Sending again does not count a response twice.
form-paper = Print a paper form
paper-unit = Code of the place:
paper-wave = Code of the survey:
paper-promise = Please do not write your name, telephone number, papers or file number on this form. Results are published only when enough people have answered, so nobody can tell which response is yours.
paper-how-to-answer = Put a cross ✕ into the box before the answer you choose, one box per question, except where you may choose several.
paper-how-to-print = To print, use your browser's Print command (Ctrl+P), paper size A4.
paper-screen = Answer on this device
paper-end = Thank you. Fold the form and hand it in where you got it.
start-begin = Start
thanks-title = Thank you!
thanks-text = Your response has been recorded.
thanks-kept = There is no network at the moment, so your response is kept on this device. It will be sent by itself when there is one; you need do nothing more.
thanks-next = What happens next?
thanks-pooled = Your response is put together with those of other people. Only when at least { $k } people have answered is a common result worked out; nobody looks at a single response.
thanks-index = From the common result public authorities work out the official index: “{ $index }”.
thanks-index-unnamed = From the common result public authorities work out the official indices of how well people are served.
thanks-results = See the results when they are published
thanks-results-public = The common result is published for everybody to see.
thanks-results-staff = The common result goes to the authority in charge of this survey.
thanks-close = You can close this page.
thanks-again = Fill in another form

## Results

results-window = Results – { $title }
results-above = Units above
results-interval = 95% confidence interval
results-rank = Rank
results-group = Group
results-change = Change
results-compared = Compared with the period: { $period }.
results-nodes = Indices
results-node = Index
results-value = Value
results-answers = Answers
results-note = Note
results-units = { $node } by unit
results-unit = Unit
results-downloads = Download
results-download-xlsx = Spreadsheet (XLSX)
results-download-csv = Data (CSV)
results-download-json = Data for programs (JSON)
results-method = Where do these figures come from?
results-method-text = Every figure is a sum of sealed batches of responses, each of many people. The confidence interval says how far a figure may be off because only some people answered.
results-sources = Documents they rest on
results-unverified = What could not be checked against the original documents
results-hash = Check code of this table:
results-waiting = Fewer than { $k } people have answered so far; not published, so that nobody's opinion shows.
results-small-base = Too few people were asked this; not published, so that nobody's opinion shows.
results-not-reliable = Not reliable: too few answers or too wide an interval.
results-missing = Without { $missing } of its components, so not comparable with places that have all of them.
results-review = Read it together with its interval.
results-given = Taken from another source.
results-not-given = Not entered yet.

## Pages that say what is wrong

message-home = To the start page
heading-unknown-address = There is no such page
heading-unknown-wave = There is no such survey
advice-unknown-wave = Please check the address, scan the QR code at the counter again or ask the staff there.
heading-unknown-unit = This place is not in the survey
advice-unknown-unit = Please scan the QR code at the counter again, or choose where you were served from the start page.
heading-wave-closed = This survey has ended
advice-wave-closed = Thank you for your interest. To comment on a recent visit, please ask for the open survey at the counter.
heading-id-used = This form was sent before
advice-id-used = You may have gone back to an old page. To fill in a new form, open it again from the start page.
heading-token-needed = Results not public
advice-token-needed = Staff with an access token can get the results through the programming interface or with hailong results.
heading-queue-full = Please try again in a moment
advice-queue-full = Your response was not sent yet. Go back to the form and send it again; it will not be counted twice.
heading-database-unavailable = Please try again in a moment
advice-database-unavailable = If you were sending a response, go back to the form and send it again; it will not be counted twice.
heading-overloaded = Please try again in a moment
heading-bad-form = The form could not be read
advice-bad-form = Please open the form again from the start page.
heading-nothing-published = No results yet
advice-nothing-published = Results are published when enough people have answered that nobody's opinion shows.

## HTTP status

status-400 = Bad request
status-401 = Access token needed
status-403 = Not allowed
status-404 = Not found
status-405 = Method not allowed
status-406 = Not acceptable
status-408 = Request timed out
status-409 = Cannot be done
title-id-used = Id used before
status-410 = Ended
status-412 = It has changed
status-413 = Content too long
status-415 = Unsupported media type
status-416 = No such part
status-422 = Response not valid
status-500 = Internal error
status-503 = Temporarily overloaded

## Problems, by code

problem-unknown-address = There is nothing at this address.
problem-unknown-wave = There is no survey of this name.
problem-unknown-unit = This place does not take part in the survey, or its code is wrong.
problem-unknown-recording = This question has not been recorded in this language.
problem-unknown-instrument = There is no instrument of this name.
problem-unknown-node = The results have no index of this id.
problem-unknown-format = Results are not made in this format; there are xlsx, csv and json.
problem-unknown-publication = Nothing is published under this hash.
problem-nothing-published = This survey has no published results yet.
problem-wave-closed = This survey has ended and takes no more responses.
problem-id-used = This id was used for a response with other answers.
problem-violations = The response was not stored because it breaks rules; all of them are listed.
problem-invalid-json = The content is not well-formed JSON.
problem-invalid-shape = The JSON content is not of the expected shape at “{ $pointer }”.
problem-incomplete = The content broke off.
problem-bad-request = The request could not be understood.
problem-bad-form = The fields that were sent are not those of this form.
problem-cross-site = The form can only be sent from the pages of this service.
problem-wrong-method = This address does not take that method; see the Allow header.
problem-not-acceptable = The content is not available in the form asked for.
problem-changed = The file has changed.
problem-no-such-range = The file has no such part.
problem-too-large = The content is longer than allowed ({ $kibibytes } KiB).
problem-too-many = The list has more than { $most } responses.
problem-too-slow = The content arrived too slowly.
problem-wrong-type = Only content of type { $expected } in UTF-8, not compressed, is taken here.
problem-token-needed = These results are not public, or there are none; an access token is needed.
problem-device-needed = Only a device that was set up at a desk may do this; its token is missing, has expired or was taken away.
problem-queue-full = Too many responses wait to be stored; this one was not.
problem-database-unavailable = The database cannot be reached; please send again with the same id.
problem-overloaded = Too many people are fetching results at the same time.
problem-internal = Something failed here. Nothing you sent was put into the log.

## Broken rules, by code

violation-unknown-item = The instrument has no such question.
violation-code-off-scale = The answer { $found } is not on the question's scale.
violation-required = Please choose an answer.
violation-not-reached = This question is not asked after the answers before it.
violation-expected-one = Only one answer can be chosen here.
violation-expected-list = A list of answers is expected here.
violation-repeated = The answer { $found } is repeated.
violation-nothing-answered = Please answer at least one question.
violation-id-not-random = The id must be a UUID of version 4 (random).
violation-not-a-code = A code has 1 to 64 bytes and no control characters.
violation-too-many-answers = A response has at most 500 answers.
violation-ticket-not-asked = This survey does not use ticket codes.
violation-not-a-count = A count is a whole number from 0 to 10,000.
violation-counts-do-not-fit = At least one person must have begun, and those who answered and those who left cannot be more than those who began.
problem-unknown-breakdown = The wave has no breakdown of this code.
problem-not-by-category = Results by category are given as json, csv, xlsx, ods or parquet, and without comparison. Choose one of these formats and leave compare out.
problem-waves-needed = No wave is named. Add the parameter wave, which may be repeated: ?wave=a&wave=b.
problem-too-many-waves = A file holds { $most } waves at most.
problem-one-wave-only = This format is about one wave. For several, choose csv, parquet, json, jsonstat, sdmx, xlsx or ods.
problem-too-many-rows = The file would have { $rows } rows, and a workbook holds { $most } at most. Choose fewer waves, one unit or one node, or take csv, parquet or json.
problem-same-period = The waves { $one } and { $other } have the same instrument and period, which SDMX cannot tell apart. Take them one by one, or choose csv or json.
results-several = Several waves in one file
results-several-waves = Waves
results-several-text = The full table of the chosen waves, by period; every row says which wave it is of.
