"""Reads weekly values, one series a line, and prints for each the weeks (from 0) after which menelaus' CUSUM alarms.

Two-sided, slack of half a standard deviation and threshold 5 (the textbook's design, Montgomery), target and spread from
twelve weeks; after an alarm a new detector learns anew, as a person would set it up again.
"""

import sys

import numpy as np
from menelaus.change_detection import CUSUM

LEARN = 12


def alarms(values):
    found, begun = [], 0
    detector = CUSUM(burn_in=LEARN, delta=0.5, threshold=5)
    for at, value in enumerate(values):
        # A series without any spread yet cannot be standardised: the library refuses it, so it learns on.
        if at - begun == LEARN and len(set(values[begun:at])) == 1:
            detector, begun = CUSUM(burn_in=LEARN, delta=0.5, threshold=5), at
        detector.update(np.array([[value]]))
        if detector.drift_state == "drift":
            found.append(at)
            detector, begun = CUSUM(burn_in=LEARN, delta=0.5, threshold=5), at + 1
    return found


for line in open(sys.argv[1]):
    print(*alarms([float(value) for value in line.split()]))
