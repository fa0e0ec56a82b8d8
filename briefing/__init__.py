"""What is shown: frozen specifications of charts and maps, and the files made from them."""
