"""The only door to boto3: clients that refuse, before a byte is sent, what no permit allows.

``operations`` says which calls read, ``permits`` which call may be made now, ``gate`` puts the
question to botocore's event hooks, ``session`` makes clients with explicit keys alone, ``account``
is what others see, and ``errors`` turns botocore's exceptions into ours.
"""
