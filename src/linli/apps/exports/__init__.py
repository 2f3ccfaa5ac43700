"""The office's lists as workbooks: what each holds, how it is made, who took it and why."""
