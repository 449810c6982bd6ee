# Need more now, on the screen and on the page that needs no script.

help = Need more now
help-first = You do not have to explain why. Start with the floor under your feet.
grounding = A minute, eyes open
grounding-feet = Press both feet into the floor. Notice that it holds.
grounding-look = Let your eyes find the furthest thing you can see. Then something near. Name each to yourself.
grounding-hands = Press your palms together, or hold something cool.
grounding-breath = Let one breath go out longer than it came in. No need to breathe deeply.
grounding-where = Say where you are and what day it is. The last session is over.
help-people = People who answer
help-danger = If you might act on it now, call the emergency number where you are: 911, 999, 112, 000 or 111. Or go where people are.
help-elsewhere = If a colleague might pick up, take a line you text, or one that answers from further away. A number may only work in its own country.
help-call = Call { $number }
help-text = Text { $number }
help-text-saying = Text { $words } to { $number }
help-chat = Or chat at { $address }
help-read = From { $source }. Looked up on { $day } in a stored, undated copy of that page; it may have changed.
help-read-dated = From { $source }, dated { $dated }. Looked up on { $day }; more than a year old, so it may have changed.
help-without = If Held does not open here
help-without-why = Held needs WebAssembly to seal what you write on your own device. Lockdown Mode and some strict browser settings turn it off. This page works without it.
help-home = To Held
country-US = United States
country-CA = Canada
country-GB = United Kingdom and Ireland
country-AU = Australia
country-NZ = New Zealand
