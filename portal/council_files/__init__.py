"""Council files: all that the portal says about one council, as one text file that people can read and write.

`schema` says what a file may contain, `reading` checks a file, `loading` brings it into the database, `writing` is the
way back. `docs/council-files.md` explains the format to those who write such files.
"""
