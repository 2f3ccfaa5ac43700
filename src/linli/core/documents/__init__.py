"""Papers and forms: official documents, workbooks and the registration form, read and written."""
