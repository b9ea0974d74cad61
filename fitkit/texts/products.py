"""Products from the shelf: sold at the desk, bought in the app for pickup; and the owner's list."""

from fitkit.core.i18n import Forms, Plural, Text

# why it is refused
PRICE_NEEDED = Text("צריך מחיר, יותר מאפס", "A price is needed, more than nothing")
NOTHING_CHOSEN = Text("לא נבחר מוצר", "No product is chosen")
TOO_MANY = Text("עד {most} מכל מוצר", "Up to {most} of a product")
NOT_SOLD = Text("{product} כבר לא נמכר", "{product} is no longer sold")
SOLD_OUT = Text("{product} אזל מהמלאי", "{product} is sold out")
NOT_SO_MANY = Text("נשארו {left} במלאי: {product}", "Only {left} left: {product}")

# in the app
SHELF = Text("מוצרים", "Products")
SHELF_WHY = Text("משלמים כאן ואוספים במכון.", "Pay here and pick up at the gym.")
ADD_ONE = Text("להוסיף {product}", "Add {product}")
ONE_LESS = Text("להוריד {product}", "Remove one {product}")
IS_OUT = Text("אזל", "Sold out")
FEW_LEFT = Text("נשארו {n}", "{n} left")
BASKET = Text("הסל", "The basket")
TO_PAY = Text("לתשלום {amount}", "Pay {amount}")
COUNTED = Text("{product} × {n}", "{product} × {n}")
GOODS = Plural(
    he=Forms(one="מוצר אחד", two="שני מוצרים", other="{n} מוצרים"),
    en=Forms(one="1 product", other="{n} products"),
)
PICKED_UP = Text("אוספים במכון, בהצגת האישור הזה.", "Pick it up at the gym; show this page.")
I_AGREE = Text(
    "קראתי. המחיר ותנאי הביטול מקובלים עליי",
    "I have read and agree to the price and the terms of cancelling",
)
TERMS = (
    Text("המוצר נאסף במכון.", "It is picked up at the gym."),
    Text(
        "אפשר לבטל בתוך 14 ימים מהקבלה ולהחזיר מוצר שלא נפגם ולא היה בו שימוש. דמי הביטול הם 5% מהמחיר או 100 ₪, הנמוך מביניהם.",
        "It can be cancelled within 14 days of receiving it and brought back, unharmed and unused. The fee is 5% of the price or ₪100, the lower.",
    ),
)

# the owner's list
PRODUCTS = Text("מוצרים", "Products")
PRODUCTS_WHY = Text(
    "מה שנמכר מהמדף: בקופה, ובאפליקציה לאיסוף.",
    "What is sold from the shelf: at the desk, and in the app for pickup.",
)
NONE = Text("אין עדיין מוצרים", "No products yet")
NONE_WHY = Text(
    "בקבוק, חולצה, חטיף: מה שנמכר ליד הקופה.", "A bottle, a shirt, a bar: what is sold by the desk."
)
NEW = Text("מוצר חדש", "New product")
EDIT = Text("עריכת מוצר", "Edit product")
EDIT_OF = Text("עריכה: {product}", "Edit {product}")
NAME_HE = Text("שם בעברית", "Name in Hebrew")
NAME_EN = Text("שם באנגלית", "Name in English")
PRICE = Text("מחיר, כולל מע״מ", "Price, VAT included")
STOCK = Text("במלאי", "In stock")
STOCK_HELP = Text("ריק: בלי ספירת מלאי", "Empty: not counted")
NOT_COUNTED = Text("בלי ספירה", "Not counted")
IN_SHOP = Text("גם באפליקציה, לאיסוף", "In the app too, for pickup")
AT_DESK_ONLY = Text("בקופה בלבד", "At the desk only")
IN_APP = Text("באפליקציה", "In the app")
SAVED = Text("{product} נשמר", "{product} saved")
RETIRE = Text("להפסיק למכור", "Stop selling")
RETIRED = Text("{product} כבר לא נמכר", "{product} is no longer sold")
IS_RETIRED = Text("לא נמכר", "Not sold")
RESTORE = Text("למכור שוב", "Sell again")
RESTORED = Text("{product} נמכר שוב", "{product} is sold again")
WAITING = Text("מחכים לאיסוף", "Waiting to be picked up")
HANDED = Text("נמסר", "Handed over")
HANDED_DONE = Text("נרשם שנמסר", "Written down as handed over")
SELL_MORE = Text("מוצרים וכרטיסי מתנה", "Products and gift cards")
WHAT = Text("מה נמכר", "What is sold")
WAYS = {
    "cash": Text("מזומן", "Cash"),
    "transfer": Text("העברה", "Transfer"),
    "cheque": Text("צ׳ק", "Cheque"),
    "card": Text("כרטיס שמור", "Kept card"),
    "link": Text("קישור", "Link"),
}
SOLD = Text("נמכר והתשלום נרשם", "Sold, and the payment is written down")

EVENTS = {
    "offers.product_added": Text("נוסף מוצר", "Product added"),
    "offers.product_changed": Text("מוצר השתנה", "Product changed"),
    "offers.product_retired": Text("מוצר ירד מהמכירה", "Product no longer sold"),
    "billing.goods_sold": Text("נמכרו מוצרים, {member}", "Products sold, {member}"),
    "billing.goods_handed": Text("מוצרים נמסרו, {member}", "Products handed over, {member}"),
}
