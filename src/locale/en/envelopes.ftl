# Sealed envelopes: what is said where they are asked for, or cannot be made.

heading-envelope-required = Answers here are encrypted on your device
problem-envelope-required = This survey takes answers only after your device has encrypted them, so that nobody can read them before they are counted together with those of others. This browser cannot do that, or its scripts are switched off: nothing was recorded. Please switch scripts on, use another device, or ask for the questionnaire on paper at the desk.

violation-envelope-key = This is not the key of the wave. Please get the form again.
violation-envelope-enc = An encapsulated key has 32 bytes, in base64url without padding.
violation-envelope-sealed = Encrypted answers are a multiple of 1024 bytes and a tag of 16, at most 40 KiB, in base64url without padding.

violation-wave-key = The private key of the envelopes cannot be kept on the server. Please see its log, or make the key where the answers are to be opened.
violation-wave-no-envelopes = This wave takes answers as they are.

staff-action-wave-key-made = Key of the envelopes made
staff-action-wave-key-destroyed = Private key of the envelopes destroyed
staff-action-wave-key-lost = Private key of the envelopes given up as lost

refused-envelope-required = it was not encrypted
