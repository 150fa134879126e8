# The few commands of the project; each is a short Python program in tools/, which says what it does.
PYTHON ?= python3
export PORT

.DEFAULT_GOAL := help
.PHONY: help run manage test audit figures deliver notices load scale office lint format messages lock

help: ## This list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

run: ## The portal on this machine with real councils: http://127.0.0.1:8000/ (another port: make run PORT=8001)
	@$(PYTHON) tools/run.py

manage: ## A Django command on that portal: make manage do="createsuperuser"
	@$(PYTHON) tools/run.py $(or $(do),help)

test: ## Everything that must hold before a change is handed in, on SQLite and on PostgreSQL
	@$(PYTHON) tools/test.py

audit: ## The same with every page type and state in every language, narrow in light and wide in dark
	@AUDIT=full $(PYTHON) tools/test.py

figures: ## What a page weighs and how many queries it takes; with do=fresh also how soon a fresh start answers
	@$(PYTHON) tools/figures.py $(do)

deliver: ## Letters while the mail server is down, then up: how many arrive, how often (six minutes)
	@$(PYTHON) tools/deliver.py

notices: ## 1,000 notices of one change while worker and mail server fail: how many arrive, how often (half an hour)
	@$(PYTHON) tools/notices.py

load: ## Messages a second beside a bare view; 2,000 while processes are killed (ten minutes; do=posts or do=crash)
	@$(PYTHON) tools/load.py $(do)

scale: ## Lists with 100 and with a million meetings, SQLite and PostgreSQL (half an hour; do=sqlite or do=postgres)
	@$(PYTHON) tools/scale.py $(do)

office: ## Queries of each office page, saving beside 1,000 objects, a clerk's clicks (ten minutes; do=sqlite, postgres or way)
	@$(PYTHON) tools/office.py $(do)

lint: ## Only the checks that need no running portal
	@$(PYTHON) tools/test.py lint

format: ## Put Python and templates into the house's form
	@$(PYTHON) tools/test.py format

messages: ## Bring the translation catalogues up to date with code and templates (needs gettext)
	@$(PYTHON) tools/test.py messages

lock: ## Write the locks anew with the newest packages that pyproject.toml allows
	@$(PYTHON) tools/lock.py
