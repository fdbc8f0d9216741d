"""The records of this program, one module per noun, written once on the document port."""
