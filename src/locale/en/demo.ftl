# The demonstration (hailong demo).
demo-desk-name = One-stop desk of { $commune }
demo-wave-title = { $title } (demonstration, invented data)
demo-ready = Hài lòng runs as a demonstration. All responses that are already there are invented.
demo-answer = Answer the one-stop form (open it on a phone in the same network)
demo-answer-sipas = Answer the SIPAS form
demo-results = See the published results
demo-download = Download the index (Excel)
demo-command-results = The index from the command line
demo-command-verify = Compute every figure of a downloaded file again
demo-command-seal = Seal the waiting responses and publish
demo-command-token = Make an access token for staff
