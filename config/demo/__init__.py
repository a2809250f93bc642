"""Demo data: shops, goods, people and their orders, repeatable from a seed (`manage.py seed_demo`).

`content/` is what people wrote; everything else here turns it into rows. The catalogue and the stores' offers are
inserted in bulk; orders, payments and stock go through the services of their apps, with the clock moved back.
"""
