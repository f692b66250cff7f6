"""The models that judge the words: which one is in use, how good each is, and the way back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk.types import DeskError, NotFound
from bot.desk.use_model import use_model
from bot.terminal.models import in_words
from bot.web.context import actor, desk
from bot.web.models_view import models_of

blueprint = Blueprint("models", __name__, url_prefix="/models")


@blueprint.get("")
def show() -> ResponseReturnValue:
    return render_template("models.html", models=models_of(desk().settings.data), in_words=in_words)


@blueprint.post("/<int:number>/use")
def use(number: int) -> ResponseReturnValue:
    """Only after a yes: every ticket that follows is judged by it."""
    seen = request.form.get("instead_of", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        abort(400)
    if request.form.get("sure") != "yes":
        flash("Please say that you are sure: nothing was changed.", "warn")
        return redirect(url_for("models.show"), code=303)
    try:
        use_model(desk(), number, actor(), instead_of=int(seen))
        flash(f"{in_words(number).capitalize()} judges from the next ticket on.", "good")
    except NotFound:
        abort(404)
    except DeskError as error:
        flash(f"{str(error)[:1].upper()}{str(error)[1:]}.", "error")
    return redirect(url_for("models.show"), code=303)
