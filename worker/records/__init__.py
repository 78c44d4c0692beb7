"""What the provider knows: accounts, payments, outages, maintenance and credits, from CSV files into the database.

This room stores records and hands them to the rules as values; it judges nothing. A file is taken whole or not at all.
"""
