"""Every point of the document in a table, with what the network says of it."""
