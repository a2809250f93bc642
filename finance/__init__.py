"""The books of the house: what each payment was made of, what sellers earned, what they are owed and were paid."""
