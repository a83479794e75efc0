"""The border: Beancount directives on one side, our values on the other."""
