"""Times whole exchanges of openmined-psi (GCS, cardinality): reads "asked known shared", prints milliseconds."""

import sys
import time

import private_set_intersection.python as psi

FALSE_HITS = 1e-9

for line in sys.stdin:
    asked, known, shared = map(int, line.split())
    person = "person-{}@example.org".format
    hers = [person(n) for n in range(asked)]
    theirs = [person(n) for n in range(asked - shared, asked - shared + known)]

    start = time.perf_counter()
    client = psi.client.CreateWithNewKey(False)
    server = psi.server.CreateWithNewKey(False)
    setup = server.CreateSetupMessage(FALSE_HITS, asked, theirs, psi.DataStructure.GCS)
    request = client.CreateRequest(hers)
    response = server.ProcessRequest(request)
    found = client.GetIntersectionSize(setup, response)
    elapsed = time.perf_counter() - start

    assert found == shared, f"found {found}, not {shared}"
    print(elapsed * 1000, flush=True)
