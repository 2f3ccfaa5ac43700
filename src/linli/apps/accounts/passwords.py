"""What a password must be, told in our words: Django's rules, with sentences that say what to do.

An error bears no full stop: a page or a command joins several.
"""

from django.contrib.auth import password_validation as rules


class LongEnough(rules.MinimumLengthValidator):
    """A password of so many characters at least."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return f"密码太短，至少{self.min_length}位"

    def get_help_text(self) -> str:
        """Return the rule."""
        return f"至少{self.min_length}位"


class NotOnlyDigits(rules.NumericPasswordValidator):
    """A password that is not a number."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return "密码不能全是数字，请加上字母或者符号"

    def get_help_text(self) -> str:
        """Return the rule."""
        return "不能全是数字"


class NotCommon(rules.CommonPasswordValidator):
    """A password that is on no list of those that are tried first."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return "密码太常见，容易被猜到，请换一个"

    def get_help_text(self) -> str:
        """Return the rule."""
        return "不能是常见的密码"


class NotLikeTheUser(rules.UserAttributeSimilarityValidator):
    """A password that is not nearly the user's name or address."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return "密码与用户名、姓名或者邮箱太像，请换一个"

    def get_help_text(self) -> str:
        """Return the rule."""
        return "不能与用户名、姓名或者邮箱相近"


def password_rules() -> str:
    """Return all rules in one line, as a hint beside the field."""
    return "，".join(rules.password_validators_help_texts())
