"""What a person does with sources: add a figure, import a publisher's file, list them, check them."""
